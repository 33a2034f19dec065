/** One conversation: from an inquiry to an answer with its receipt. */
@Export
@Version("1.0.0")
package org.dharmic.agent;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
