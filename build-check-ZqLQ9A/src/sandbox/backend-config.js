import { account } from './layout.js';
/** The instance's BSConfig.pm: OBS's settings, as Perl. */
export function renderBackendConfig(layout, state) {
    const address = 'http://127.0.0.1';
    return `package BSConfig;
our $ipaccess = { '^127\\..*' => 'rw,worker' };
our $srcserver = '${address}:${state.ports.source}';
our $reposerver = '${address}:${state.ports.repository}';
our $bsdir = '${layout.data}';
our $bsuser = '${account}';
our $bsgroup = '${account}';
our $rundir = "$bsdir/run";
our $logdir = "$bsdir/log";
our $nosharedtrees = 2;
our $packtrack = [];
our $disable_data_sync = 1;
our $relsync_pool = undef;
our $schedulerarchs = [ qw(${state.architectures.join(' ')}) ];
our $enable_download_on_demand = 0;
our $obsname = 'sandbox';
our $repodownload = '${address}:${state.ports.gateway}/repositories';
our $sign_project = 0;
our $sign = '${layout.root}/bin/sign';
our $keyfile = '${layout.keys}/public.asc';
our $createrepo = '/usr/bin/createrepo_c';
our $modifyrepo = '/usr/bin/modifyrepo_c';
# The worker of 2.9.4 tests this before it loads Build.pm: unless it is set here, preinstall images are never used.
{ no warnings "once"; $Build::Features::preinstallimage = 1; }
1;
`;
}
