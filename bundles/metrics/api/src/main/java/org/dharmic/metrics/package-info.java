/** Measurements for people: what was recorded, and what the process uses. */
@Export
@Version("1.0.0")
package org.dharmic.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
