/** The mail channel as seen by a person who watches it. */
@Export
@Version("1.1.0")
package org.dharmic.mail;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
