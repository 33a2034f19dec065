/** How the account is and what it has done, as its status and its health check tell it. All threads report here. */
package org.dharmic.mail.imap.state;
