/** {@code ./dharmic config}: what can be set, what is set, and setting it. */
package org.dharmic.launcher.config;
