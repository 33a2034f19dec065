package org.dharmic.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoTest {

    private static final String ANSWER = "It is due in September.\n\n[1] home/water-filter.md#L14-L15";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private LoopbackMail server;
    private MailProgram mira;

    @BeforeEach
    void start() throws Exception {
        server = LoopbackMail.start(LoopbackMailTest.settings(0), "made-up", Clock.systemUTC());
        mira = server.programOf("mira").open();
    }

    @AfterEach
    void stop() throws Exception {
        mira.close();
        server.close();
    }

    private String demo(PretendAgent agent) throws Exception {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        new Demo(server.settings(), mira, new JournalView(agent.journal()), () -> "idle", out, Clock.systemUTC()).run();
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aGoodAgentPasses() throws Exception {
        try (PretendAgent agent = new PretendAgent(server, ANSWER, 1)) {
            assertThat(demo(agent))
                    .contains("mail 1  sent: Water filter", "mail 1  reply received: Re: Water filter")
                    .contains("mail 2  sent: Re: Water filter", "mail 2  answered by pretended")
                    .contains("Source:  home/water-filter.md#L14-L15  (there)")
                    .contains("Checked: 3 mails, one reply to each")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void aSecondReplyIsFound() throws Exception {
        try (PretendAgent agent = new PretendAgent(server, ANSWER, 2)) {
            assertThatThrownBy(() -> demo(agent)).hasMessageContaining("mail 1: expected one reply, got 2");
        }
    }

    @Test
    void aPlaceThatDoesNotExistIsFound() throws Exception {
        try (PretendAgent agent = new PretendAgent(server, "home/water-filter.md#L900-L901", 1)) {
            assertThatThrownBy(() -> demo(agent))
                    .hasMessageContaining("home/water-filter.md#L900-L901 does not exist: the note has");
        }
    }

    @Test
    void aLoadRunDrawsItsBalance() throws Exception {
        try (PretendAgent agent = new PretendAgent(server, ANSWER, 1)) {
            LoadResult result = new Load(server.settings(), mira, new JournalView(agent.journal()), Clock.systemUTC())
                    .run(40, 200, Duration.ofSeconds(20));
            assertThat(result.isBalanced()).isTrue();
            assertThat(result.sent()).isEqualTo(40);
            assertThat(result.platform().p50()).isEqualTo(5);
            assertThat(result.json())
                    .startsWith("{\"sent\":40,\"replied\":40,\"duplicates\":0,\"missing\":0,\"p50_ms\":5,");
        }
    }

    @Test
    void aLoadRunCountsWhatIsMissingAndWhatIsTooMuch() throws Exception {
        try (PretendAgent agent = new PretendAgent(server, ANSWER, 3)) {
            LoadResult result = new Load(server.settings(), mira, new JournalView(agent.journal()), Clock.systemUTC())
                    .run(2, 100, Duration.ofSeconds(20));
            assertThat(result.duplicates()).isEqualTo(4);
            assertThat(result.isBalanced()).isFalse();
        }
    }
}
