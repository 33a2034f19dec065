/** The watched folder: a jar dropped there is exchanged or installed, and taken back when its file goes. */
package org.dharmic.swap.deploy;
