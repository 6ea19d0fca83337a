# RT_SiteConfig.pm of the Request Tracker that tests speak to; start.sh fills in @FOLDER@ and @PORT@.
use utf8;
Set($rtname, 'example.com');
Set($Organization, 'example.com');
Set($WebDomain, '127.0.0.1');
Set($WebPort, @PORT@);
Set($WebBaseURL, 'http://127.0.0.1:@PORT@');
Set($WebPath, '');
Set($CanonicalizeRedirectURLs, 0);
Set($Timezone, 'UTC');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '@FOLDER@/var/rt.sqlite');
Set($CorrespondAddress, 'support@example.com');
Set($CommentAddress, 'support-comment@example.com');
Set($OwnerEmail, 'root@example.com');
# No mail leaves: each is appended to var/*.mbox, where tests read what customers were sent.
Set($MailCommand, 'mbox');
Set($WebSessionClass, 'Apache::Session::File');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
Set($LogToFile, undef);
# The cheapest that RT allows; the default makes each token cost 300 ms.
Set($BcryptCost, 10);
Set(%ServiceAgreements,
    Default => 'day', QueueDefault => { Escalations => 'day' },
    Levels  => { day => { Starts => { RealMinutes => 0 }, Resolve => { RealMinutes => 1440 } } });
$RT::VarPath         = '@FOLDER@/var';
$RT::MasonDataDir    = '@FOLDER@/var/mason';
$RT::MasonSessionDir = '@FOLDER@/var/session';
1;
