/**
 * An instance on disk: where its files lie, which bundles it runs, and whether its bundle cache is whole. The launcher reads
 * it before there is a framework, the bundle that exchanges bundles writes it while one runs.
 */
package org.dharmic.launcher.instance;
