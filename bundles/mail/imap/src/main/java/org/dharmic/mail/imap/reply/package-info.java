/** Renders an answer as a mail. Knows neither server nor connection; {@link ReplyComposer} is the way in. */
package org.dharmic.mail.imap.reply;
