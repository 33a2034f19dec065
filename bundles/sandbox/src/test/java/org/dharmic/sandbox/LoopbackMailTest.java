package org.dharmic.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.mail.AuthenticationFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopbackMailTest {

    private static final String PASS = "Authentication-Results: sandbox.test; dmarc=pass header.from=sandbox.test";
    private static final String FAIL = "Authentication-Results: sandbox.test; dmarc=fail header.from=sandbox.test";

    private LoopbackMail server;
    private MailProgram agent;

    @BeforeEach
    void start() throws Exception {
        server = LoopbackMail.start(settings(0), "made-up", Clock.systemUTC());
        agent = server.programOf("agent").open();
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        server.close();
    }

    static SandboxSettings settings(int smtpPort) {
        return new SandboxSettings(
                smtpPort, 0, "sandbox.test", "sandbox", "agent", "mira", Set.of("stranger"), "sandbox.password");
    }

    private static Letter letter(String from) {
        return Letter.opening(from, "agent@sandbox.test", "Grüße", "Where is the key?", Instant.EPOCH);
    }

    private String arrived() {
        List<byte[]> mails = new ArrayList<>();
        await().atMost(10, SECONDS).until(() -> mails.addAll(agent.freshBytes()));
        return new String(mails.get(0), StandardCharsets.ISO_8859_1);
    }

    @Test
    void portsAreFreeOnesOnTheLoopbackInterface() throws Exception {
        assertThat(server.smtpPort()).isPositive();
        assertThat(server.imapPort()).isPositive().isNotEqualTo(server.smtpPort());
        for (int port : new int[] {server.smtpPort(), server.imapPort()}) {
            try (Socket ignored = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
                assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.2"), port).close())
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void whoeverLoggedInAndWritesUnderTheOwnAddressPasses() throws Exception {
        server.programOf("mira").send(letter("mira@sandbox.test"));
        assertThat(arrived().lines().takeWhile(line -> !line.isEmpty()))
                .startsWith(PASS)
                .satisfies(header -> assertThat(header.get(1)).startsWith("Received: from submission"))
                .filteredOn(line -> line.startsWith("Authentication-Results"))
                .hasSize(1);
    }

    @Test
    void theMailComesThroughAsItWasWritten() throws Exception {
        Letter letter = letter("mira@sandbox.test");
        server.programOf("mira").send(letter);
        String arrived = arrived();
        // GreenMail drops the last line end.
        assertThat(arrived).endsWith(new String(letter.bytes(), StandardCharsets.US_ASCII).stripTrailing());
        Reply read = Reply.parse(arrived.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read.messageId()).isEqualTo(letter.messageId());
        assertThat(read.subject()).isEqualTo("Grüße");
        assertThat(read.text()).isEqualTo("Where is the key?");
    }

    @Test
    void anotherUsersAddressFails() throws Exception {
        server.programOf("stranger").send(letter("mira@sandbox.test"));
        assertThat(arrived()).startsWith(FAIL);
    }

    @Test
    void twoFromFieldsFail() throws Exception {
        String twice = "From: mira@sandbox.test\r\n"
                + new String(letter("mira@sandbox.test").bytes(), StandardCharsets.US_ASCII);
        server.programOf("mira").send(twice.getBytes(StandardCharsets.US_ASCII), "agent@sandbox.test");
        assertThat(arrived()).startsWith("Authentication-Results: sandbox.test; dmarc=fail header.from=unknown");
    }

    @Test
    void forgedResultsDoNotArrive() throws Exception {
        String forged = PASS + "\r\n" + new String(letter("mira@sandbox.test").bytes(), StandardCharsets.US_ASCII);
        server.programOf("stranger").send(forged.getBytes(StandardCharsets.US_ASCII), "agent@sandbox.test");
        assertThat(arrived()).startsWith(FAIL).doesNotContain("dmarc=pass");
    }

    @Test
    void submissionWithoutLoginFails() throws Exception {
        speakSmtp("HELO client.test");
        assertThat(arrived()).startsWith(FAIL);
    }

    @Test
    void aRefusedLoginIsNoLogin() throws Exception {
        // mira with a wrong password: GreenMail keeps these credentials for the mails that follow
        speakSmtp("EHLO client.test", "AUTH PLAIN AG1pcmFAc2FuZGJveC50ZXN0AHdyb25n");
        assertThat(arrived()).startsWith(FAIL);
    }

    @Test
    void aLoginHoldsForTheWholeConnection() throws Exception {
        speakSmtp(
                "EHLO client.test",
                "AUTH PLAIN AG1pcmFAc2FuZGJveC50ZXN0AG1hZGUtdXA=", // mira with the right password
                "MAIL FROM:<mira@sandbox.test>",
                "RCPT TO:<agent@sandbox.test>",
                "DATA",
                "From: mira@sandbox.test\r\n\r\nfirst\r\n.",
                "RSET");
        List<byte[]> mails = new ArrayList<>();
        await().atMost(10, SECONDS).until(() -> mails.addAll(agent.freshBytes()) && mails.size() == 2);
        assertThat(mails).allSatisfy(mail -> assertThat(new String(mail, StandardCharsets.ISO_8859_1))
                .startsWith(PASS));
    }

    private void speakSmtp(String... greeting) throws IOException {
        List<String> lines = new ArrayList<>(List.of(greeting));
        lines.addAll(List.of(
                "MAIL FROM:<mira@sandbox.test>",
                "RCPT TO:<agent@sandbox.test>",
                "DATA",
                "From: mira@sandbox.test\r\nSubject: x\r\n\r\nbody\r\n."));
        try (Socket socket = new Socket("127.0.0.1", server.smtpPort());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.setSoTimeout(10_000);
            in.readLine();
            for (String line : lines) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                String answer = in.readLine();
                while (answer.startsWith("250-")) {
                    answer = in.readLine();
                }
            }
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        MailProgram wrong = new MailProgram(server.smtpPort(), server.imapPort(), "mira@sandbox.test", "wrong");
        assertThatThrownBy(wrong::open).isInstanceOf(AuthenticationFailedException.class);
    }

    @Test
    void aTakenPortIsNamed() {
        assertThatThrownBy(() -> LoopbackMail.start(settings(server.imapPort()), "made-up", Clock.systemUTC()))
                .hasMessageContaining("smtp.port " + server.imapPort())
                .hasMessageContaining("org.dharmic.sandbox.cfg");
    }

    @Test
    void nothingRunsAfterClosing() {
        int port = server.smtpPort();
        server.close();
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(IOException.class);
    }
}
