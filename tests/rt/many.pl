# many.pl QUEUE COUNT: makes tickets as fast as RT can, without scrips and mail.
use strict;
use warnings;
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use RT -init;
use MIME::Entity;

my ( $queue, $count ) = @ARGV;
{
    no warnings 'redefine';
    *RT::Scrips::Prepare = sub { 1 };
    *RT::Scrips::Commit  = sub { 1 };
}
for my $start ( 0 .. $count - 1 ) {
    $RT::Handle->BeginTransaction if $start % 50 == 0;
    my $ticket = RT::Ticket->new( RT->SystemUser );
    my ( $id, undef, $said ) = $ticket->Create(
        Queue => $queue, Subject => "Parcel $start", Requestor => 'ann@example.com',
        MIMEObj => MIME::Entity->build( Type => 'text/plain', Data => ["My parcel $start is late.\n"] ) );
    die "$said\n" unless $id;
    $RT::Handle->Commit if $start % 50 == 49 || $start == $count - 1;
}
