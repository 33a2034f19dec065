/** What the exchange leaves on disk: stored jars, the history, kept configuration files. */
package org.dharmic.swap.list;
