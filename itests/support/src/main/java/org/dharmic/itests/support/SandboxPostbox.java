package org.dharmic.itests.support;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The owner's mailbox at the mail server that runs inside an instance. */
public final class SandboxPostbox implements Postbox {

    private static final String OWNER = "mira@sandbox.test";
    private static final String AGENT = "agent@sandbox.test";

    private final Correspondent sender;
    private final Correspondent reader;
    private final TidyMailbox tidy;

    public SandboxPostbox(Instance instance) throws IOException, MessagingException {
        Path etc = instance.layout().etc();
        Properties ports = new Properties();
        try (Reader file = Files.newBufferedReader(etc.resolve("org.dharmic.sandbox.cfg"))) {
            ports.load(file);
        }
        String password =
                Files.readString(etc.resolve("secrets/sandbox.password")).strip();
        int smtp = Integer.parseInt(ports.getProperty("smtp.port").strip());
        int imap = Integer.parseInt(ports.getProperty("imap.port").strip());
        sender = new Correspondent(OWNER, password, smtp, imap);
        reader = new Correspondent(OWNER, password, smtp, imap).throwingAwayWhatIsRead();
        tidy = new TidyMailbox(AGENT, password, imap);
    }

    @Override
    public void send(String messageId, String subject, String text, List<String> references) throws MessagingException {
        sender.send(AGENT, messageId, subject, text, references);
    }

    @Override
    public List<Reply> fresh() throws MessagingException {
        return reader.fresh().stream()
                .map(received -> new Reply(received.messageId(), received.inReplyTo()))
                .toList();
    }

    @Override
    public void close() throws MessagingException {
        try (tidy;
                reader) {
            sender.close();
        }
    }
}
