package org.dharmic.agent.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Agent", description = "Answers mails and questions")
@interface AgentConfig {

    @AttributeDefinition(description = "Mails answered at once, 1 to 16", min = "1", max = "16")
    int concurrency() default 3;

    @AttributeDefinition(description = "Whether mails wait in the journal instead of being taken up")
    boolean paused() default false;

    @AttributeDefinition(
            description = "Milliseconds the rooms have to contribute context, 50 to 60000",
            min = "50",
            max = "60000")
    int context_deadline_ms() default 1500;

    @AttributeDefinition(
            description = "Size of the context in characters, 1000 to 1000000",
            min = "1000",
            max = "1000000")
    int context_max_chars() default 24_000;

    @AttributeDefinition(
            description =
                    "Characters of each text file that came with a mail in the context, 0 to 100000; 0 = names of files only",
            min = "0",
            max = "100000")
    int attachment_max_chars() default 8_000;

    @AttributeDefinition(description = "Seconds an executor has for an answer, 1 to 3600", min = "1", max = "3600")
    int executor_deadline_seconds() default 30;

    @AttributeDefinition(
            description = "Failures in a row after which an executor is left alone, 1 to 100",
            min = "1",
            max = "100")
    int breaker_failures() default 3;

    @AttributeDefinition(
            description =
                    "Whether a mail waits for a language model that is out for a while (a rate limit, an overload) rather than be answered without one")
    boolean model_wait() default true;

    @AttributeDefinition(
            description =
                    "Minutes a mail waits for an executor before its sender is told, once, 0 to 10080; 0 = never told",
            min = "0",
            max = "10080")
    int notice_minutes() default 15;

    @AttributeDefinition(
            description = "Whether the sender is told, once, that a mail could not be answered and waits for a person")
    boolean notice_parked() default true;

    @AttributeDefinition(
            description = "Failures of a mail itself after which it is parked for a person, 1 to 100",
            min = "1",
            max = "100")
    int attempts_max() default 3;

    @AttributeDefinition(
            description = "US dollars a day for executors that cost money, 0 to 10000; 0 = no limit",
            min = "0",
            max = "10000")
    double budget_usd_per_day() default 0;

    @AttributeDefinition(
            description = "Length of an answer in characters, 500 to 1000000",
            min = "500",
            max = "1000000")
    int answer_max_chars() default 20_000;

    @AttributeDefinition(
            description =
                    "Whether keys and tokens of well-known services, and private keys, are taken out of answers by mail")
    boolean redact() default true;

    @AttributeDefinition(
            description = "Regular expression of what else is taken out of answers by mail; empty = nothing else")
    String redact_pattern() default "";

    @AttributeDefinition(
            description =
                    "Folder for the budget and the pause; empty = agent in the data folder. Another one counts what it says was spent today")
    String folder() default "";

    @AttributeDefinition(description = "Seconds to finish answers in hand when leaving, 0 to 60", min = "0", max = "60")
    int drain_seconds() default 2;
}
