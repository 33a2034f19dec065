package org.dharmic.telos.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dharmic.platform.Importer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes the telos of another folder over. Same house: a static reference is right. */
@Component
public final class TelosImporter implements Importer {

    private static final List<String> PLACES = List.of("telos.yaml", "config/telos.yaml");

    private final YamlTelos telos;

    @Activate
    public TelosImporter(@Reference YamlTelos telos) {
        this.telos = telos;
    }

    @Override
    public String name() {
        return "telos";
    }

    @Override
    public List<String> importFrom(Path folder) throws IOException {
        List<String> report = new ArrayList<>();
        for (String place : PLACES) {
            Path source = folder.resolve(place);
            if (Files.isRegularFile(source)) {
                report.add(telos.takeOver(source));
            }
        }
        return report;
    }
}
