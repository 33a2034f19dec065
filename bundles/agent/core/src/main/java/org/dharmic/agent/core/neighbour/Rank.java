package org.dharmic.agent.core.neighbour;

import java.util.Map;
import org.osgi.framework.Constants;

/**
 * The place of a service among others of its kind: the highest ranking first, of equals the one that was there first, as
 * the framework orders them.
 */
public record Rank(int ranking, long id) implements Comparable<Rank> {

    public static Rank of(Map<String, ?> properties) {
        return new Rank(
                properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0,
                properties.get(Constants.SERVICE_ID) instanceof Long number ? number : 0);
    }

    @Override
    public int compareTo(Rank other) {
        int byRanking = Integer.compare(other.ranking, ranking);
        return byRanking != 0 ? byRanking : Long.compare(id, other.id);
    }
}
