package org.dharmic.sandbox;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code org.dharmic.sandbox.cfg}. Any change restarts the mail server, and its mailboxes begin empty. */
@ObjectClassDefinition(name = "Sandbox mail server")
@interface SandboxConfig {
    @AttributeDefinition(
            description = "SMTP port on 127.0.0.1, 0 to 65535; 0 takes a free one",
            min = "0",
            max = "65535")
    int smtp_port() default 0;

    @AttributeDefinition(
            description = "IMAP port on 127.0.0.1, 0 to 65535; 0 takes a free one",
            min = "0",
            max = "65535")
    int imap_port() default 0;

    @AttributeDefinition(description = "Domain of all addresses, and authserv-id of the provider it plays")
    String domain() default "sandbox.test";

    @AttributeDefinition(description = "Name of the mail account that reads the agent's mailbox")
    String account() default "sandbox";

    @AttributeDefinition(description = "Mailbox of the agent, without the domain")
    String agent() default "agent";

    @AttributeDefinition(description = "Mailbox of the person the agent belongs to, without the domain")
    String owner() default "mira";

    @AttributeDefinition(description = "Further mailboxes, without the domain")
    String[] users() default {"stranger"};

    @AttributeDefinition(description = "Name of the secret that is the password of every mailbox")
    String password_secret() default "sandbox.password";
}
