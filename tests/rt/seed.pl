# Fills a fresh Request Tracker with queues, people, rights, fields and article classes,
# and prints NAME=VALUE lines: the tokens, which can be read only now.
use strict;
use warnings;
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use RT -init;

my $as = RT->SystemUser;

sub made {
    my ( $class, %values ) = @_;
    my $record = $class->new($as);
    my ( $ok, @said ) = $record->Create(%values);
    die "$class " . ( $values{Name} // '' ) . ": @said\n" unless $ok;
    return $record;
}

sub allow {
    my ( $group, $object, @rights ) = @_;
    for my $right (@rights) {
        my ( $ok, $said ) = $group->PrincipalObj->GrantRight( Object => $object, Right => $right );
        die "$right: $said\n" unless $ok;
    }
}

made( 'RT::Queue', Name => $_, CorrespondAddress => lc . '@example.com', SLADisabled => 0 )
    for qw(Escalations Billing);

for my $field (
    [ 'AI Summary', 'Text', 1 ], [ 'Escalation Reason', 'Freeform', 1 ], [ 'Labels', 'Freeform', 0 ],
    [ 'Bot Confidence', 'Freeform', 1 ], [ 'Region', 'Freeform', 1 ] )
{
    my ( $name, $type, $values ) = @$field;
    my $made = made( 'RT::CustomField', Name => $name, Type => $type, MaxValues => $values,
        LookupType => 'RT::Queue-RT::Ticket' );
    $made->AddToObject( RT::Queue->new($as) );
}
my $content = RT::CustomField->new($as);
$content->LoadByName( Name => 'Content', LookupType => 'RT::Class-RT::Article', IncludeGlobal => 1 );
unless ( $content->Id ) {
    $content = made( 'RT::CustomField', Name => 'Content', Type => 'Text', MaxValues => 1,
        LookupType => 'RT::Class-RT::Article' );
}
for my $name ( 'Macros', 'Internal' ) {
    my $class = made( 'RT::Class', Name => $name );
    $content->AddToObject($class);
}

my @agent = ( Privileged => 1, Password => $ENV{AGENT_PASSWORD} );
my %user = map { $_->[0] => made( 'RT::User', Name => $_->[0], RealName => $_->[1],
    EmailAddress => "$_->[0]\@example.com", @agent ) }
    [ agent => 'Ada Agent' ], [ agent2 => 'Bo Agent' ], [ bot => 'Support Bot' ], [ trainee => 'Tia Trainee' ];
my ( $support, $trainees ) = map { RT::Group->new($as) } 1 .. 2;
$support->CreateUserDefinedGroup( Name => 'Support' );
$trainees->CreateUserDefinedGroup( Name => 'Trainees' );
$support->AddMember( $user{$_}->PrincipalId ) for qw(agent agent2 bot);
$trainees->AddMember( $user{trainee}->PrincipalId );

# Support sees every queue, also those that tests make; trainees see one.
my @seeing = qw(SeeQueue ShowTicket SeeCustomField);
allow( $support, $RT::System, @seeing, qw(ShowTicketComments ShowOutgoingEmail CreateTicket
    ReplyToTicket CommentOnTicket OwnTicket TakeTicket StealTicket ReassignTicket ModifyTicket
    ModifyCustomField SetInitialCustomField SeeGroup AdminUsers ShowArticle SeeClass) );
my $billing = RT::Queue->new($as);
$billing->Load('Billing');
allow( $trainees, $billing, @seeing, 'ReplyToTicket' );
my $everyone = RT::Group->new($as);
$everyone->LoadSystemInternalGroup('Everyone');
allow( $everyone, $RT::System, qw(CreateTicket ReplyToTicket) );

my $root = RT::CurrentUser->new;
$root->LoadByName('root');
for my $name ( 'root', sort keys %user ) {
    my $owner = $name eq 'root' ? $root->Id : $user{$name}->Id;
    my ( $ok, $said, $text ) = RT::AuthToken->new($root)->Create( Owner => $owner, Description => 'tests' );
    die "token of $name: $said\n" unless $ok;
    print 'TOKEN_', uc $name, "=$text\n";
}
