package org.dharmic.agent;

import java.util.concurrent.CompletionStage;
import org.dharmic.context.Inquiry;
import org.osgi.annotation.versioning.ProviderType;

/** One conversation: from an inquiry to an answer. Safe for many threads. */
@ProviderType
public interface Agent {

    /**
     * Answers an inquiry that did not come through the journal, for example from the console. Nothing is mailed; the
     * memories learn from it as from a mail. Returns at once; the stage completes exceptionally with a message for people
     * when no executor had an answer.
     */
    CompletionStage<Answer> ask(Inquiry inquiry);

    /** How it is doing; returns at once. */
    AgentStatus status();
}
