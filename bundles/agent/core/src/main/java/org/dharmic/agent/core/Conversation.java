package org.dharmic.agent.core;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.dharmic.agent.core.answer.AnswerCheck;
import org.dharmic.agent.core.answer.Redaction;
import org.dharmic.agent.core.asking.Asking;
import org.dharmic.agent.core.asking.Enclosures;
import org.dharmic.agent.core.command.Commands;
import org.dharmic.agent.core.memory.Learning;
import org.dharmic.agent.core.prompt.ContextGathering;
import org.dharmic.agent.core.prompt.PromptAssembler;
import org.dharmic.agent.core.thinking.Thinkers;
import org.dharmic.agent.core.thinking.Thinking;
import org.dharmic.context.Receipt;
import org.dharmic.journal.MemoryEvent;
import org.dharmic.support.meters.Meters;

/** One conversation: a command, or context, prompt, executor and answer. Knows nothing of where the inquiry came from. */
final class Conversation {

    /** How it ended. */
    sealed interface Ending {

        record Answered(String markdown, Receipt receipt, List<MemoryEvent> events) implements Ending {}

        /**
         * Nobody could answer at the moment.
         *
         * @param late whether it was tried and took too long, which may lie in the inquiry; else nothing is wrong with it
         */
        record NotNow(Duration after, boolean late, String why) implements Ending {}

        /** Nobody will answer this. */
        record Never(String why) implements Ending {}
    }

    private final Supplier<AgentSettings> settings;
    private final Commands commands;
    private final ContextGathering gathering;
    private final PromptAssembler assembler;
    private final Enclosures enclosures;
    private final Thinkers thinkers;
    private final Meters meters;
    private final Clock clock;

    Conversation(
            Supplier<AgentSettings> settings,
            Commands commands,
            ContextGathering gathering,
            PromptAssembler assembler,
            Enclosures enclosures,
            Thinkers thinkers,
            Meters meters,
            Clock clock) {
        this.settings = settings;
        this.commands = commands;
        this.gathering = gathering;
        this.assembler = assembler;
        this.enclosures = enclosures;
        this.thinkers = thinkers;
        this.meters = meters;
        this.clock = clock;
    }

    Ending converse(Asking asking) {
        long start = System.nanoTime();
        AgentSettings now = settings.get();
        Ending ending = commands.answer(asking)
                .<Ending>map(reply -> command(asking, reply, start, now))
                .orElseGet(() -> asking.question().isEmpty()
                        ? command(asking, new Commands.Reply(withoutText(asking)), start, now)
                        : question(asking, now));
        if (ending instanceof Ending.Answered answered) {
            meters.timeSince("agent_answer_seconds", start);
            meters.count("agent_answers_total", "executor", answered.receipt().executor());
        }
        return ending;
    }

    private static String withoutText(Asking asking) {
        return asking.attachments().isEmpty()
                ? "Your mail has no text, so I do not know what to answer."
                : "Your mail has files and no text, so I do not know what to answer. The files:\n\n"
                        + Enclosures.list(asking.attachments());
    }

    private Ending command(Asking asking, Commands.Reply reply, long start, AgentSettings now) {
        Receipt receipt = new Receipt(
                clock.instant(),
                Commands.NAME,
                "",
                List.of(),
                List.of(),
                List.of(),
                Duration.ZERO,
                Duration.ofNanos(System.nanoTime() - start),
                0);
        return new Ending.Answered(
                AnswerCheck.checked(
                        reply.markdown(), now.answerChars(), asking.isMail() ? now.redaction() : Redaction.NONE),
                receipt,
                reply.events());
    }

    private Ending question(Asking asking, AgentSettings now) {
        if (asking.isMail()) {
            Optional<Thinking.NotNow> wait = thinkers.mustWait(now.limits());
            if (wait.isPresent()) {
                return notNow(wait.get());
            }
        }
        ContextGathering.Gathered gathered =
                gathering.gather(asking.inquiry(), now.contextChars(), now.contextDeadline());
        PromptAssembler.Assembled assembled = assembler.assemble(
                asking, gathered.parts(), enclosures.blocks(asking, now.attachmentChars()), now.contextChars());
        Thinking outcome = thinkers.think(assembled.prompt(), now.limits(), asking.isMail());
        if (outcome instanceof Thinking.Thought thought) {
            Receipt receipt = new Receipt(
                    clock.instant(),
                    thought.executor(),
                    thought.model(),
                    assembled.contributions(),
                    assembled.citations(),
                    thought.attempts(),
                    gathered.took(),
                    thought.took(),
                    thought.costMicros());
            return new Ending.Answered(thought.text(), receipt, Learning.fromAnswer(asking, thought.text(), receipt));
        }
        return outcome instanceof Thinking.NotNow notNow ? notNow(notNow) : new Ending.Never(tried(outcome));
    }

    private static Ending notNow(Thinking.NotNow outcome) {
        return new Ending.NotNow(outcome.after(), outcome.late(), tried(outcome));
    }

    private static String tried(Thinking outcome) {
        return outcome.attempts().isEmpty() ? "no executor is there" : String.join("; ", outcome.attempts());
    }
}
