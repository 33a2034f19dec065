/** The little that thin components need of the framework. */
package org.dharmic.support.osgi;
