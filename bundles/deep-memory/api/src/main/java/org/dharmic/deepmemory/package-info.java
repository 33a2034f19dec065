/** Facts, conversations and identity, kept and found again. */
@Export
@Version("1.2.0")
package org.dharmic.deepmemory;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
