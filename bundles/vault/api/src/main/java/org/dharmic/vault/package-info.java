/** Full-text search over a folder of Markdown files, reading, listing and viewing them, and writing new ones under guard. */
@Export
@Version("1.2.0")
package org.dharmic.vault;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
