/** Full-text search over a folder of Markdown files, and reading and listing them. */
@Export
@Version("1.1.0")
package org.dharmic.vault;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
