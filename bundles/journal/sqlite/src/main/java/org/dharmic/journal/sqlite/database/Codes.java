package org.dharmic.journal.sqlite.database;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dharmic.journal.Stage;

/**
 * The numbers that stand for stages in the file. Fixed for ever; gaps are for stages to come. Below 70 an item is on its
 * way, which the indexes rely on.
 */
public final class Codes {

    private static final Map<Integer, Stage> STAGES =
            Stream.of(Stage.values()).collect(Collectors.toUnmodifiableMap(Codes::of, Function.identity()));

    private Codes() {}

    public static int of(Stage stage) {
        return switch (stage) {
            case INGESTED -> 10;
            case ADMITTED -> 20;
            case ANSWERED -> 30;
            case READY -> 40;
            case SENDING -> 50;
            case SENT -> 60;
            case MARKED -> 70;
            case REJECTED -> 80;
            case PARKED -> 90;
        };
    }

    public static Stage stage(int code) {
        Stage stage = STAGES.get(code);
        if (stage == null) {
            throw new IllegalStateException("the journal holds an item in stage " + code + ", which nobody knows");
        }
        return stage;
    }
}
