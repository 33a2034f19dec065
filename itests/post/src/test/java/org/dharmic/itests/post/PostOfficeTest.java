package org.dharmic.itests.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.search.HeaderTerm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dharmic.itests.post.SmtpServer.Ending;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The servers are what a client of the trade takes them for, and fail as they are told. */
class PostOfficeTest {

    private static final String MIRA = "mira@mail.test";
    private static final String AGENT = "agent@mail.test";
    private static final String MAIL =
            "From: mira@mail.test\r\nSubject: Quinces\r\nMessage-ID: <q1@mail.test>\r\n\r\n.One\r\n..Two\r\n";

    private final PostOffice office = new PostOffice();
    private final ImapServer imap = new ImapServer(office);
    private final SmtpServer smtp = new SmtpServer(office);

    @AfterEach
    void close() {
        imap.close();
        smtp.close();
    }

    private IMAPFolder open(String name, int mode) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.timeout", "10000");
        Store store = Session.getInstance(properties).getStore("imap");
        store.connect("127.0.0.1", imap.port(), AGENT, "anything");
        IMAPFolder folder = (IMAPFolder) store.getFolder(name);
        folder.open(mode);
        return folder;
    }

    private void deliver() {
        office.inbox(AGENT).add(MAIL.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMailIsReadAsItCame() throws Exception {
        deliver();
        IMAPFolder inbox = open("INBOX", Folder.READ_WRITE);
        Message mail = inbox.getMessage(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        mail.writeTo(bytes);

        assertThat(bytes).hasToString(MAIL);
        assertThat(mail.getSize()).isEqualTo(MAIL.length());
        assertThat(mail.getSubject()).isEqualTo("Quinces");
        assertThat(inbox.getUID(mail)).isEqualTo(1);
        assertThat(inbox.search(new HeaderTerm("Message-ID", "<q1@mail.test>"))).containsExactly(mail);
        assertThat(inbox.search(new HeaderTerm("Message-ID", "<q2@mail.test>"))).isEmpty();
    }

    @Test
    void flagsStayAndWhatIsDeletedGoes() throws Exception {
        deliver();
        deliver();
        IMAPFolder inbox = open("INBOX", Folder.READ_WRITE);

        inbox.getMessage(1).setFlags(new Flags("$Answered"), true);
        inbox.getMessage(2).setFlag(Flags.Flag.DELETED, true);
        inbox.expunge();

        assertThat(office.inbox(AGENT).mails())
                .singleElement()
                .extracting(Box.Stored::flags)
                .isEqualTo(Set.of("$Answered"));
    }

    @Test
    void whoIdlesHearsOfAMailAtOnce() throws Exception {
        IMAPFolder inbox = open("INBOX", Folder.READ_ONLY);
        CountDownLatch heard = new CountDownLatch(1);
        inbox.addMessageCountListener(new MessageCountAdapter() {
            @Override
            public void messagesAdded(MessageCountEvent event) {
                heard.countDown();
            }
        });
        Listener.start("delivery", () -> {
            while (imap.count("IDLE") == 0) {
                Thread.onSpinWait();
            }
            deliver();
        });

        inbox.idle(true);

        assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(inbox.getMessageCount()).isEqualTo(1);
    }

    @Test
    void theSentFolderIsKnownByItsUse() throws Exception {
        IMAPFolder sent = open("Sent", Folder.READ_ONLY);

        assertThat(sent.getAttributes()).contains("\\Sent");
    }

    @Test
    void whatIsHandedOverIsDeliveredAndFiled() throws Exception {
        smtp.filing(true);
        try (BareSmtp client = new BareSmtp(Address.plain(smtp.port()), MIRA, "anything")) {
            client.send(MIRA, AGENT, MAIL);
        }

        assertThat(office.inbox(AGENT).mails()).extracting(Box.Stored::text).containsExactly(MAIL);
        assertThat(office.sent(MIRA).mails()).extracting(Box.Stored::text).containsExactly(MAIL);
        assertThat(smtp.transactions()).isEqualTo(1);
    }

    @Test
    void aReplyMayBeTakenWithoutAWord() throws Exception {
        smtp.atDot(mail -> Ending.CUT_AFTER_TAKING);
        BareSmtp client = new BareSmtp(Address.plain(smtp.port()), MIRA, "anything");

        assertThatIOException().isThrownBy(() -> client.send(MIRA, AGENT, MAIL));

        assertThat(office.inbox(AGENT).count()).isEqualTo(1);
    }

    @Test
    void aScriptSaysSomethingElseForATime() throws Exception {
        smtp.script().once("RCPT", "451 later");
        try (BareSmtp client = new BareSmtp(Address.plain(smtp.port()), MIRA, "anything")) {
            assertThatIOException()
                    .isThrownBy(() -> client.send(MIRA, AGENT, MAIL))
                    .withMessageContaining("451 later");
            client.send(MIRA, AGENT, MAIL);
        }

        assertThat(office.inbox(AGENT).count()).isEqualTo(1);
    }

    @Test
    void aFolderCanBeNumberedAnew() throws Exception {
        deliver();
        long before = validity();

        office.inbox(AGENT).renumber(99, 1);

        assertThat(validity()).isNotEqualTo(before);
    }

    private long validity() throws MessagingException {
        return open("INBOX", Folder.READ_ONLY).getUIDValidity();
    }

    @Test
    void aLineIsCutAfterSoManyBytes() throws IOException {
        try (TcpProxy proxy = new TcpProxy(imap.port())) {
            BareImap client = new BareImap(Address.plain(proxy.port()), AGENT, "anything");
            proxy.cutAfter(10);

            assertThatIOException().isThrownBy(() -> client.select("INBOX"));
        }
    }

    @Test
    void aLineThatRefusesIsNoLine() {
        try (TcpProxy proxy = new TcpProxy(imap.port())) {
            proxy.refuse(true);

            assertThatIOException().isThrownBy(() -> new BareImap(Address.plain(proxy.port()), AGENT, "anything"));
        }
    }
}
