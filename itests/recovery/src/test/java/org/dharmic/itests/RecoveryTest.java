package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dharmic.itests.support.Instance;
import org.dharmic.itests.support.Mailboxes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happened to the process: the next start is whole, and every mail is answered once. */
class RecoveryTest {

    private static final int KILLED_BOOTS = 4;
    private static final int MAILS = 8;
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A mail that is taken up before any executor is there is tried again after 10 s, then after twice that, and so on. */
    private static final Duration ANSWERED = Duration.ofSeconds(90);

    @TempDir
    Path base;

    /** The mail server's thread for a connection throws when a kill has cut it; that is not the waiting test's failure. */
    @BeforeAll
    static void waitForConditionsAlone() {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    @AfterAll
    static void reset() {
        Awaitility.reset();
    }

    @Test
    void bootsThatWereKilledLeaveNothingBehindThatTheNextOneTrusts() throws Exception {
        Random random = new Random(20_261_122);
        try (Instance dharmic = Instance.empty(Distribution.home(), base)) {
            for (int i = 0; i < KILLED_BOOTS; i++) {
                Process boot = dharmic.boot();
                int millis = 300 + random.nextInt(900);
                assertThat(boot.waitFor(millis, TimeUnit.MILLISECONDS))
                        .as("boot %s ended by itself before it was killed at %s ms", i, millis)
                        .isFalse();
                boot.destroyForcibly().waitFor();
            }
            dharmic.start();
            assertWhole(dharmic);

            assertThat(dharmic.run("stop").code()).isZero();
            assertThat(dharmic.process()).isEmpty();
            assertThat(dharmic.run("status").code()).isEqualTo(3);
            dharmic.deleteData();
            dharmic.start();
            assertWhole(dharmic);
        }
    }

    private static void assertWhole(Instance dharmic) throws Exception {
        // Ready for mail comes before the ways in, and those before the report.
        await().atMost(SOON).until(dharmic::hasReported);
        assertThat(dharmic.bootReport().get("missing"))
                .as("lines without a running bundle")
                .isEmpty();
        String bundles = dharmic.tell("bundle:list -t 0 -l --no-format");
        Properties list = new Properties();
        try (var reader = Files.newBufferedReader(dharmic.layout().startList())) {
            list.load(reader);
        }
        List<String> absent = new ArrayList<>(list.stringPropertyNames());
        absent.removeIf(location -> bundles.lines().anyMatch(line -> line.contains(location)));
        assertThat(absent).as("lines without a bundle in %s", bundles).isEmpty();
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(Files.readAllBytes(dharmic.layout().startList()));
        assertThat(dharmic.data().resolve("cache/cache.ok"))
                .content()
                .isEqualToIgnoringNewLines(HexFormat.of().formatHex(digest));
        assertThat(dharmic.records("heartbeat:now"))
                .filteredOn(check -> !check.get("check").asText().equals("vault.lucene")) // no vault is configured
                .hasSizeGreaterThan(10)
                .allSatisfy(check ->
                        assertThat(check.get("status").asText()).as("%s", check).isIn("OK", "WARN"));
    }

    @Test
    void acceptedMailSurvivesAKillAndIsAnsweredOnce() throws Exception {
        try (Mailboxes mail = new Mailboxes();
                Instance dharmic = Instance.empty(Distribution.home(), base.resolve("instance"))) {
            Path vault = Files.createDirectories(base.resolve("vault"));
            Files.writeString(vault.resolve("quince.md"), "# Quince\n\nThe quince tree gave 41 kilos.\n");
            dharmic.configure("org.dharmic.vault.lucene.cfg", "vault.folder = " + vault + "\n");
            mail.writePassword(base.resolve("instance"));
            // Nothing can leave before the kill, so that nobody can say what had left.
            dharmic.configure(Mailboxes.ACCOUNT, mail.account(mail.closedPort()));
            dharmic.start();
            dharmic.tell("mail:poll");

            for (int i = 0; i < MAILS; i++) {
                mail.ask(i, i % 3);
            }
            await().atMost(SOON).untilAsserted(() -> assertThat(dharmic.records("journal:list"))
                    .as("accepted; %s", dharmic.tell("mail:status"))
                    .hasSize(MAILS));
            dharmic.kill();

            dharmic.configure(Mailboxes.ACCOUNT, mail.account(mail.smtpPort()));
            dharmic.start();
            await().atMost(ANSWERED)
                    .untilAsserted(() -> assertThat(mail.answered()).containsExactlyInAnyOrderElementsOf(mail.asked()));
            await().atMost(ANSWERED).untilAsserted(() -> assertAllMarked(dharmic, MAILS));

            // And now in the middle of everything: what was on the wire may be sent again, but only as the same mail.
            for (int i = MAILS; i < 2 * MAILS; i++) {
                mail.ask(i, i % 3);
            }
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(ANSWERED)
                    .until(() -> mail.answered().size() > MAILS);
            dharmic.kill();
            dharmic.start();
            await().atMost(ANSWERED).untilAsserted(() -> assertAllMarked(dharmic, 2 * MAILS));
            assertThat(mail.repliesByMessageId().keySet()).hasSize(2 * MAILS);
            assertThat(mail.answered().stream().distinct().toList()).containsExactlyInAnyOrderElementsOf(mail.asked());
            assertThat(mail.repliesByMessageId().values())
                    .allSatisfy(copies -> assertThat(copies.stream().distinct())
                            .as("a mail and its repetition")
                            .hasSize(1));
        }
    }

    private static void assertAllMarked(Instance dharmic, int count) throws IOException, InterruptedException {
        List<JsonNode> items = dharmic.records("journal:list -n 100");
        assertThat(items)
                .hasSize(count)
                .allSatisfy(item -> assertThat(item.get("stage").asText()).isEqualToIgnoringCase("MARKED"));
    }
}
