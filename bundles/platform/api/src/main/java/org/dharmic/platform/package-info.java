/** What every room may offer or ask: a check of its configuration, an import of old data, a secret. */
@Export
@Version("1.0.0")
package org.dharmic.platform;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
