/** The regular look at everything: checks, practices and alerts. */
@Export
@Version("1.0.0")
package org.dharmic.heartbeat;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
