package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as they come by mail: who may what, and what they do. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandsTest extends AgentFixture {

    private static final String IDA = "ida@example.org";
    private static final String BO = "bo@example.org";

    @BeforeEach
    void start() {
        start(Fakes.settings(3));
    }

    private Attachment file(String name, String type, byte[] content) throws IOException {
        return new Attachment(
                name,
                type,
                content.length,
                Optional.of(journal.spool(new ByteArrayInputStream(content), Long.MAX_VALUE)));
    }

    private Attachment file(String name, String text) throws IOException {
        return file(name, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- rights

    @ParameterizedTest
    @ValueSource(strings = {"/remember The key is blue.", "/forget key", "/pause", "/resume"})
    void whoMayOnlyAskChangesNothing(String command) {
        memories.add("f1", "The key is red.", List.of());
        mail("m1", command);

        assertThat(answer("m1")).startsWith("Sorry, I may not");
        assertThat(memories.facts).containsOnlyKeys("f1");
        assertThat(agent.status().paused()).isFalse();
        assertThat(journal.pendingEvents(10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pause", "/resume"})
    void writingIsNotDirecting(String command) {
        mail("m1", "write", "t", command);

        assertThat(answer("m1")).startsWith("Sorry, I may not");
        assertThat(agent.status().paused()).isFalse();
    }

    // ---- facts

    @Test
    void whatIsRememberedCanBeForgotten() {
        mail("m1", "write", "t", "/remember The spare key hangs behind the door.");
        answer("m1");
        await().until(() -> !memories.facts.isEmpty());

        mail("m2", "write", "t", "/forget the spare key hangs behind the door.");

        assertThat(answer("m2")).startsWith("I forget this:").contains("> The spare key");
        await().untilAsserted(() -> assertThat(memories.facts).isEmpty());
    }

    @Test
    void whatIsNotClearIsAskedBack() {
        memories.add("fact-one", "The spare key hangs behind the door.", List.of());
        memories.add("fact-two", "The car key is in the bowl.", List.of());
        mail("m1", "write", "t", "/forget key");

        assertThat(answer("m1"))
                .startsWith("Nothing is forgotten yet.")
                .contains("`/forget fact-one`", "`/forget fact-two`", "> The car key");
        assertThat(memories.facts).hasSize(2);

        mail("m2", "write", "t", "/forget fact-two");
        assertThat(answer("m2")).contains("> The car key");
        await().untilAsserted(() -> assertThat(memories.facts).containsOnlyKeys("fact-one"));

        mail("m3", "write", "t", "/forget bicycle");
        assertThat(answer("m3")).isEqualTo("I know no fact like `bicycle`.");
    }

    @Test
    void aLimitedScopeForgetsItsOwnFactsAndSeesNoOthers() {
        memories.add("fact-ida", "Ida's secret word is peony.", List.of("remembered", "by:" + IDA));
        mail("m1", BO, "write", "family", "t", "/remember The pump is green.");
        answer("m1");
        await().until(() -> memories.facts.size() == 2);

        mail("m2", BO, "write", "family", "t", "/forget secret word");
        mail("m3", BO, "write", "family", "t", "/forget fact-ida");
        mail("m4", BO, "write", "family", "t", "/forget the pump is green.");

        assertThat(answer("m2")).doesNotContain("peony", "fact-ida").contains("that you had me remember");
        assertThat(answer("m3")).doesNotContain("peony").contains("I know no fact");
        assertThat(answer("m4")).startsWith("I forget this:");
        await().untilAsserted(() -> assertThat(memories.facts).containsOnlyKeys("fact-ida"));
    }

    // ---- the pause

    @Test
    void aPauseOutlivesARestartAndEndsByMail() {
        think(Fakes.Thinker.saying("clever", "yes"), 1);
        mail("m1", "admin", "t1", "/pause");
        assertThat(answer("m1")).startsWith("I pause from now on");
        assertThat(health()).isEqualTo("WARN");

        start(Fakes.settings(3));
        think(Fakes.Thinker.saying("clever", "yes"), 1);
        mail("m2", "ask", "t2", "Well?");
        mail("m3", "ask", "t3", "/help");
        assertThat(answer("m3")).as("commands are answered").contains("/status");
        assertThat(agent.status().paused()).isTrue();
        assertThat(item("m2").stage()).isEqualTo(Stage.ADMITTED);
        assertThat(item("m2").attempts()).isZero();

        mail("m4", "admin", "t4", "/resume");
        assertThat(answer("m4")).isEqualTo("I am at work again.");
        assertThat(answer("m2")).isEqualTo("yes");
        assertThat(temp.resolve("pause.json")).doesNotExist();
        mail("m5", "admin", "t5", "/resume");
        assertThat(answer("m5")).isEqualTo("I was not pausing.");
    }

    @Test
    void aPauseFileThatCannotBeReadPausesAllTheSame() throws IOException {
        Files.writeString(temp.resolve("pause.json"), "{");
        start(Fakes.settings(3));

        assertThat(agent.status().paused()).isTrue();
        assertThat(console("/pause")).startsWith("I pause already");
        assertThat(console("/resume")).isEqualTo("I am at work again.");
    }

    @Test
    void whatTheConfigurationSaysIsNotEndedByMail() {
        start(new QuickSettings().paused().build());

        assertThat(console("/resume")).startsWith("I still pause: the configuration says so");
    }

    // ---- files of the conversation

    @Test
    void aTextFileOfTheConversationIsRead() throws IOException {
        mail("m1", IDA, "ask", "all", "t", "/help", file("Notes.txt", "one\ntwo\nthree"));
        answer("m1");
        mail("m2", IDA, "ask", "all", "t", "/read attachment:notes.txt");
        mail("m3", IDA, "ask", "all", "t", "/read attachment:Notes.txt#L2-L3");
        mail("m4", IDA, "ask", "all", "t", "/read attachment:Notes.txt#L9");
        mail("m5", IDA, "ask", "all", "t", "/read attachment:other.txt");
        mail("m6", IDA, "ask", "all", "another", "/read attachment:Notes.txt");

        assertThat(answer("m2")).isEqualTo("`attachment:Notes.txt#L1-L3`, of 3 lines:\n\n> one\n> two\n> three");
        assertThat(answer("m3")).contains("> two\n> three").doesNotContain("one");
        assertThat(answer("m4")).isEqualTo("That file has 3 lines.");
        assertThat(answer("m5")).contains("There is no file `other.txt`", "`Notes.txt`, text/plain, 13 bytes");
        assertThat(answer("m6")).isEqualTo("No file came with your mails in this conversation.");
    }

    @Test
    void aFileOfSomebodyElseInTheThreadIsNotThere() throws IOException {
        mail("m1", IDA, "ask", "all", "t", "/help", file("diary.txt", "peony"));
        answer("m1");
        mail("m2", BO, "ask", "family", "t", "/read attachment:diary.txt");

        assertThat(answer("m2")).isEqualTo("No file came with your mails in this conversation.");
    }

    @Test
    void whatIsNoTextOrWasLeftOutIsSaid() throws IOException {
        Attachment picture = file("p.png", "image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 1});
        Attachment large = new Attachment("film.mp4", "video/mp4", 3_000_000_000L, Optional.empty());
        mail("m1", IDA, "ask", "all", "t", "/read attachment:p.png", picture, large);
        mail("m2", IDA, "ask", "all", "t", "/read attachment:film.mp4", picture, large);

        assertThat(answer("m1")).startsWith("That file holds no text").contains("image/png, 7 bytes");
        assertThat(answer("m2")).startsWith("That file was too large").contains("3000.0 MB");
    }

    @Test
    void filesStandInThePromptAsData() throws IOException {
        Fakes.Thinker clever = Fakes.Thinker.saying("clever", "Seen.");
        think(clever, 1);
        mail(
                "m1",
                IDA,
                "ask",
                "all",
                "t",
                "What is in it?",
                file("list.csv", "text/csv", "Gemüse;3".getBytes(Charset.forName("windows-1252"))),
                file("p.pdf", "application/pdf", new byte[2_500]));
        answer("m1");

        String user = clever.asked.get(0).user();
        assertThat(user.substring(user.indexOf("BEGIN DATA"), user.lastIndexOf("END DATA")))
                .contains("`list.csv`, text/csv, 8 bytes", "`p.pdf`, application/pdf, 2.5 KB", "Gemüse;3")
                .contains("place attachment:list.csv");
        mail("m2", IDA, "ask", "all", "t", "And how many?");
        answer("m2");
        assertThat(clever.asked.get(1).user()).contains("Gemüse;3");
    }

    @Test
    void filesWithoutAnyTextAreNotIgnored() throws IOException {
        mail("m1", IDA, "ask", "all", "t", "", file("list.csv", "a;b"));

        assertThat(answer("m1")).startsWith("Your mail has files and no text").contains("`list.csv`");
    }

    // ---- scopes

    @Test
    void aLimitedScopeHoldsInEveryCommand() {
        vault.notes.put("family/pump.md", "The pump is green.");
        vault.notes.put("private/peony.md", "The pump's secret word is peony.");
        memories.add("fact-ida", "The pump's secret word is peony.", List.of());
        int number = 0;
        for (String command : List.of(
                "/status",
                "/search pump",
                "/search peony",
                "/search path:private secret",
                "/read private/peony.md",
                "/read private/peony.md#L1-L1",
                "/read family/../private/peony.md",
                "/read private/none.md",
                "/read attachment:private/peony.md",
                "/why",
                "/telos",
                "/forget pump",
                "/help")) {
            String id = "m" + number++;
            mail(id, BO, "write", "family", "t", command);
            assertThat(answer(id).replace(command.replaceFirst("/\\w+ ?", ""), ""))
                    .as(command)
                    .doesNotContain("peony", "private");
        }
        mail("ok", BO, "ask", "family", "t", "/read family/pump.md");
        assertThat(answer("ok")).contains("> The pump is green.");
        mail("bad", BO, "ask", "unknown", "t", "/search pump");
        assertThat(answer("bad")).isEqualTo("The notes cannot be searched at the moment.");
    }
}
