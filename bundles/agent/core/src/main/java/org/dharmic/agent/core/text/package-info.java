/**
 * Text from outside, made harmless: cleaned, cut, decoded from files, and read as JSON. Knows nothing else of the agent.
 */
package org.dharmic.agent.core.text;
