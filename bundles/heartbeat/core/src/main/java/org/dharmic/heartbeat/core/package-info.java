/** The regular look: checks, practices, alerts, and the status file. */
package org.dharmic.heartbeat.core;
