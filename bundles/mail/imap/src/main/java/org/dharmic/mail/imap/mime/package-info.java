/** From the bytes of a mail to its text: knows neither server nor sender, and depends on nothing of the bundle. */
package org.dharmic.mail.imap.mime;
