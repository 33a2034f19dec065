/** The commands {@code swap:*}. */
package org.dharmic.swap.commands;
