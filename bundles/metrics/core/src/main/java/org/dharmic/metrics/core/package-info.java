/** The meter registry, what it has recorded, and what the process uses. */
package org.dharmic.metrics.core;
