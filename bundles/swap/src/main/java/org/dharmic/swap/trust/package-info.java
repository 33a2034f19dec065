/** Whose jars may run. */
package org.dharmic.swap.trust;
