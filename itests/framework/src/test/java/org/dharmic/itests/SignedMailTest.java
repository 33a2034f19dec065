package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.itests.support.Correspondent;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.mail.MailChannel;
import org.dharmic.mail.Tier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may speak, with the bundles as they are: the parts that look for classes at run time, which are the resolver of Java and
 * the library for signatures, find them inside the framework.
 */
class SignedMailTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Post post = new Post();
    private FelixRun run;
    private KeyPair keys;
    private DatagramSocket names;
    private Thread serving;

    @BeforeEach
    void start() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        names = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        serving = new Thread(this::serveNames, "names");
        serving.start();
        run = House.in(folder).start();
        post.open(run);
        run.configure(
                "org.dharmic.vault.lucene",
                Map.of("vault.folder", Feed.vault(folder).toString()));
        Map<String, Object> account = new HashMap<>(post.account());
        account.put("authserv.id", "");
        account.put("allowed.senders", Post.OWNER + ":write");
        account.put("dns.server", "127.0.0.1:" + names.getLocalPort());
        run.configure("org.dharmic.mail.imap~sandbox", account);
        run.awaitTrue(() -> journal().cursor("sandbox", "INBOX").isPresent(), SOON, "the mail channel");
    }

    @AfterEach
    void stop() throws InterruptedException {
        run.close();
        names.close();
        serving.join(5_000);
    }

    private Journal journal() {
        return run.service(Journal.class, SOON);
    }

    private Item awaitMail(String id, Stage stage) {
        run.awaitTrue(() -> find(id, stage).isPresent(), SOON, "mail " + id + " in " + stage);
        return find(id, stage).orElseThrow();
    }

    private Optional<Item> find(String id, Stage stage) {
        return journal().find(Filter.newest(100)).stream()
                .filter(item -> item.stage() == stage
                        && item.admitted()
                                .filter(admitted -> admitted.messageId().equals(id))
                                .isPresent())
                .findFirst();
    }

    @Test
    void aSignedMailIsAnsweredAndItsAnswerMayWriteAndAnUnsignedOneIsRejected() throws Exception {
        try (Correspondent owner = post.correspondent(Post.OWNER)) {
            owner.send(Post.AGENT, "<unsigned@sandbox.test>", "Quinces", "How many kilos?", List.of());
            run.awaitTrue(
                    () -> journal().find(Filter.newest(100)).stream()
                            .anyMatch(item -> item.stage() == Stage.REJECTED
                                    && item.reason().contains("no signature")),
                    SOON,
                    "the rejection of the unsigned mail");

            post.submit(signed("<first@sandbox.test>", ""));
            Item first = awaitMail("<first@sandbox.test>", Stage.MARKED);
            assertThat(first.admitted().orElseThrow().verdict()).isEqualTo("DKIM: d=sandbox.test s=k1");
            assertThat(first.admitted().orElseThrow().tier()).isEqualTo("ask");

            post.submit(
                    signed("<second@sandbox.test>", first.ready().orElseThrow().messageId()));
            Item second = awaitMail("<second@sandbox.test>", Stage.MARKED);
            assertThat(second.admitted().orElseThrow().tier()).isEqualTo("write");
        }
    }

    @Test
    void aPersonDecidesAboutSendersWhileItRuns() throws Exception {
        MailChannel channel = run.service(MailChannel.class, SOON);
        assertThat(channel.token(Post.OWNER).reference()).contains("@sandbox.test>");
        channel.allow(Post.STRANGER, Tier.ASK, "all");
        channel.deny(Post.OWNER);
        assertThat(channel.correspondents())
                .extracting(each -> each.address() + " " + each.allowed() + " " + each.source())
                .containsExactly(Post.OWNER + " false console", Post.STRANGER + " true console");

        post.submit(signed("<denied@sandbox.test>", ""));
        run.awaitTrue(
                () -> journal().find(Filter.newest(100)).stream()
                        .anyMatch(item ->
                                item.stage() == Stage.REJECTED && item.reason().contains("denied at the console")),
                SOON,
                "the rejection of the denied sender");
    }

    // ---- a provider that signs

    /** Signed in the relaxed forms of RFC 6376 section 3.4; the mail is written as they are. */
    private String signed(String id, String inReplyTo) throws GeneralSecurityException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
        String body = "How many kilos did the quince tree give? " + id + "\r\n";
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.US_ASCII)));
        String tags = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=sandbox.test; s=k1; h=from:to:subject:date; bh=" + hash
                + "; b=";
        String lines = "from:" + Post.OWNER + "\r\nto:" + Post.AGENT + "\r\nsubject:Quinces\r\ndate:" + date
                + "\r\ndkim-signature:" + tags;
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(lines.getBytes(StandardCharsets.US_ASCII));
        return "DKIM-Signature: " + tags + Base64.getEncoder().encodeToString(signature.sign()) + "\r\nFrom: "
                + Post.OWNER + "\r\nTo: " + Post.AGENT + "\r\nSubject: Quinces\r\nDate: " + date + "\r\nMessage-ID: "
                + id
                + (inReplyTo.isEmpty() ? "" : "\r\nIn-Reply-To: " + inReplyTo) + "\r\n\r\n" + body;
    }

    /** Answers every question with the key (RFC 1035 section 4). */
    private void serveNames() {
        byte[] buffer = new byte[1500];
        while (!names.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                names.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()));
                names.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!names.isClosed()) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private byte[] answer(ByteBuffer query) throws IOException {
        String key = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int from = 0; from < key.length(); from += 200) {
            String part = key.substring(from, Math.min(key.length(), from + 200));
            data.write(part.length());
            data.write(part.getBytes(StandardCharsets.US_ASCII));
        }
        short id = query.getShort();
        query.position(12);
        while (query.get(query.position()) != 0) {
            query.position(query.position() + 1 + query.get(query.position()));
        }
        byte[] question = new byte[query.position() + 5 - 12];
        query.position(12);
        query.get(question);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(ByteBuffer.allocate(12)
                .putShort(id)
                .putShort((short) 0x8580)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(0)
                .array());
        answer.write(question);
        answer.write(ByteBuffer.allocate(12)
                .putShort((short) 0xc00c)
                .putShort((short) 16)
                .putShort((short) 1)
                .putInt(60)
                .putShort((short) data.size())
                .array());
        answer.write(data.toByteArray());
        return answer.toByteArray();
    }
}
