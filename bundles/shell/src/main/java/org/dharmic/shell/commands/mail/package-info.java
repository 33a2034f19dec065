/** The scope {@code mail}: accounts, mails on their way and rejected ones, who may speak. */
package org.dharmic.shell.commands.mail;
