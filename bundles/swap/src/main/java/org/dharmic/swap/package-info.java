/** Managed upgrade and rollback of running bundles: what can be asked for, and what comes of it. */
package org.dharmic.swap;
