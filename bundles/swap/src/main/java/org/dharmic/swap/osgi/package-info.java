/** Where the exchange meets the framework. */
package org.dharmic.swap.osgi;
