package org.dharmic.vault.lucene.search;

import java.util.LinkedHashMap;
import java.util.Map;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.index.IndexStore;

/**
 * What a note is worth before anything is asked: a little more when it is new, and what the owner says of its folder.
 *
 * @param recent how much more a note of this moment is worth, 0.1 for a tenth; half of it after {@code days}
 * @param folders factors by folder; of several that are above a note the deepest counts
 */
public record Prior(double recent, int days, Map<String, Double> folders) {

    private static final double LEAST = 0.1;
    private static final double MOST = 10;
    private static final double DAY_MILLIS = 86_400_000;

    public Prior {
        folders = Map.copyOf(folders);
    }

    /**
     * Reads {@code folder=0.8, other/folder=1.2}.
     *
     * @throws IllegalArgumentException naming what is no folder with a factor
     */
    public static Prior parse(double recent, int days, String folders) {
        Map<String, Double> factors = new LinkedHashMap<>();
        for (String entry : folders.split(",")) {
            if (entry.isBlank()) {
                continue;
            }
            int equals = entry.lastIndexOf('=');
            String folder = equals < 0 ? "" : entry.substring(0, equals).strip().replaceAll("^/+|/+$", "");
            double factor = equals < 0 ? Double.NaN : number(entry.substring(equals + 1));
            if (folder.isEmpty() || !(factor >= LEAST && factor <= MOST)) {
                throw new IllegalArgumentException("prior.folders must be folder=factor separated by commas, factors "
                        + LEAST + " to " + MOST + ", was '" + entry.strip() + "' (" + VaultFolder.CONFIGURED_IN + ")");
            }
            factors.put(folder, factor);
        }
        return new Prior(recent, days, factors);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    boolean isNone() {
        return recent == 0 && folders.isEmpty();
    }

    /** @param modified of a note, in milliseconds; {@link IndexStore#UNSURE} for a moment ago */
    float factor(String path, long modified, long now) {
        double age = modified == IndexStore.UNSURE ? 0 : Math.max(0, now - modified) / DAY_MILLIS;
        double factor = 1 + recent * Math.pow(0.5, age / days);
        String folder = path;
        while (!folders.isEmpty() && folder.indexOf('/') >= 0) {
            folder = folder.substring(0, folder.lastIndexOf('/'));
            Double own = folders.get(folder);
            if (own != null) {
                return (float) (factor * own);
            }
        }
        return (float) factor;
    }
}
