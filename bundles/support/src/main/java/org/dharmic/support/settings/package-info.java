/** Checks that every room's settings make. */
package org.dharmic.support.settings;
