/** What a person may name when they want a bundle exchanged, and the jars on this machine that it stands for. */
package org.dharmic.swap.sources;
