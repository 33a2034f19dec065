/** For rooms whose configuration has rules that types and ranges cannot say. */
package org.dharmic.support.configuration;
