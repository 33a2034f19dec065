/** The orientation: an ultimate aim that never changes and proximate aims that evolve with a reason. */
@Export
@Version("1.0.0")
package org.dharmic.telos;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
