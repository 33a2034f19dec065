/** What {@code ./dharmic exec} and the container say to each other over their local socket. */
package org.dharmic.launcher.wire;
