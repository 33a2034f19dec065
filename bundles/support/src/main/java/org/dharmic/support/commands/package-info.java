/** What the commands of more than one bundle share. */
package org.dharmic.support.commands;
