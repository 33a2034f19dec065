/** Which jars an argument of a command means. */
package org.dharmic.swap.sources;
