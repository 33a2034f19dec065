/** What rooms say about their configurations, and checking a set against it; for the launcher and for config-guard. */
package org.dharmic.launcher.metatype;
