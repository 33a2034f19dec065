package org.dharmic.exec;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.dharmic.launcher.wire.ExecSocket;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code ./dharmic exec} for as long as Karaf's shell is there. */
@Component(
        immediate = true,
        service = {})
public final class Exec {

    private static final Logger LOG = LoggerFactory.getLogger(Exec.class);
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** For the command that exchanges this very bundle: drain, start, verification and, if need be, the way back. */
    private static final Duration EXCHANGE = Duration.ofSeconds(30);

    private final BundleContext context;
    private final ExecServer server;

    @Activate
    public Exec(BundleContext context, @Reference SessionFactory sessions) throws IOException {
        this.context = context;
        Path socket = ExecSocket.path(DataFolder.root(context));
        server = new ExecServer(socket, new KarafInterpreter(sessions), DRAIN);
        LOG.info("Commands are taken at {}", socket);
    }

    @Deactivate
    void deactivate() {
        if (context.getBundle(0).getState() == Bundle.STOPPING) {
            server.close();
        } else {
            server.leave(EXCHANGE);
        }
        LOG.info("No more commands");
    }
}
