/** Append-only layers about what happened and how it was met. */
@Export
@Version("1.1.0")
package org.dharmic.strangememory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
