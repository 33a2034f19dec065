/**
 * What is answered without a model: a first line that begins with a slash. Each family of commands has a class.
 */
package org.dharmic.agent.core.command;
