package org.dharmic.shell.commands.agent;

import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.agent.Answer;
import org.dharmic.context.Inquiry;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.AgentText;
import org.dharmic.shell.text.Json;

/** {@code agent:ask}. */
@Service
@Command(
        scope = "agent",
        name = "ask",
        description = "Asks the agent and prints its answer, its sources and who wrote it")
public final class AgentAsk extends RoomCommand {

    @Argument(name = "question", description = "What to ask; quote it", required = true, multiValued = true)
    private List<String> question;

    @Option(name = "--scope", description = "Vault scope that limits what may be shown")
    private String scope = "all";

    @Option(name = "--timeout", description = "Seconds to wait for the answer")
    private int timeout = 180;

    @Option(name = "--json", description = "Answer and receipt as one JSON object")
    private boolean json;

    @Override
    protected void run(PrintStream out) throws Exception {
        String id = "console-" + UUID.randomUUID();
        Inquiry inquiry =
                new Inquiry(id, "console", "owner", scope, "console", "", String.join(" ", question), Instant.now());
        CompletionStage<Answer> asked = rooms.agent().ask(agent -> agent.ask(inquiry));
        Answer answer = await(asked.toCompletableFuture());
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("answer", answer.markdown());
            document.put("receipt", AgentText.receipt(answer.receipt()).facts());
            out.println(Json.line(document));
        } else {
            out.println(AgentText.answer(answer));
        }
    }

    private Answer await(CompletableFuture<Answer> asked) throws Exception {
        try {
            return asked.get(timeout, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(Optional.ofNullable(e.getCause()).orElse(e).getMessage());
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw failure("no answer within " + timeout + " s; --timeout waits longer, executor:list shows who could");
        } catch (InterruptedException e) {
            asked.cancel(true);
            throw e;
        }
    }
}
