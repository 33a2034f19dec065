package org.dharmic.itests.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The slow mails of a run: during the exchange of which room, and on the way to which stage their time went. */
public final class Tail {

    /** No exchange was going on. */
    static final String BETWEEN = "between";
    /** What is used for the first time after an exchange still belongs to it. */
    private static final long AFTER_MILLIS = 250;

    /**
     * Those of one room whose exchanges ended in the same way.
     *
     * @param during the room's artifact and how its exchanges ended, or that there was none
     * @param mails how many
     * @param p50 of their milliseconds in the platform
     * @param stages mean milliseconds on the way to each stage
     */
    public record Part(String during, int mails, double p50, Map<String, Long> stages) {}

    private Tail() {}

    /** Greatest number first. */
    public static List<Part> of(Collection<Story> stories, double over, List<Swapper.Attempt> attempts) {
        Map<String, List<Story>> slow = new TreeMap<>();
        for (Story story : stories) {
            if (story.millis() > over) {
                slow.computeIfAbsent(during(story, attempts), key -> new ArrayList<>())
                        .add(story);
            }
        }
        List<Part> parts = new ArrayList<>();
        slow.forEach((during, mails) -> parts.add(part(during, mails)));
        parts.sort(Comparator.comparingInt(Part::mails).reversed());
        return List.copyOf(parts);
    }

    private static String during(Story story, List<Swapper.Attempt> attempts) {
        Optional<Swapper.Attempt> last = Optional.empty();
        for (Swapper.Attempt attempt : attempts) {
            boolean over = attempt.to() + AFTER_MILLIS < story.begin();
            if (!over && attempt.from() <= story.end()) {
                last = Optional.of(attempt);
            }
        }
        return last.map(attempt -> attempt.room().artifact() + " "
                        + attempt.end().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElse(BETWEEN);
    }

    private static Part part(String during, List<Story> mails) {
        Map<String, Long> stages = new LinkedHashMap<>();
        for (String stage : Story.STEPS) {
            double mean = mails.stream()
                    .mapToLong(mail -> mail.steps().get(stage))
                    .average()
                    .orElse(0);
            stages.put(stage.toLowerCase(Locale.ROOT), Math.round(mean));
        }
        double p50 = Percentiles.of(mails.stream().map(Story::millis).toList()).p50();
        return new Part(during, mails.size(), p50, stages);
    }
}
