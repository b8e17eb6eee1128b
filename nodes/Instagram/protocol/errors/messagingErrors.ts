/** Errors of messages, conversations and profiles (Meta: "Common errors", Messenger Platform; messaging, section 11). */
import { row, type ErrorRow } from './row';

const WINDOW =
	'An account may write within 24 hours after the last message of the person, and never first. A person of your team may answer up to 7 days later with the Human Agent tag.';
const ATTACHMENT = 'Check that the URL leads straight to the file, and that its kind and size are allowed.';

export const MESSAGING_ERRORS: readonly ErrorRow[] = [
	row(1, 99, 'permission', 'Instagram refused without saying why', 'Often a permission is missing: reconnect the credential with all permissions ticked.'),
	row(10, 2534022, 'permission', 'The 24-hour window for messages to this person has closed', WINDOW),
	row(10, 2018278, 'permission', 'The 24-hour window for messages to this person has closed', WINDOW),
	row(10, 2534077, 'permission', 'Instagram cannot verify the connection of the account', 'Reconnect the credential.'),
	row(10, 2018108, 'permission', 'The person cannot receive messages right now', 'Try another time.'),
	row(10, 1893063, 'blocked', 'The account is temporarily restricted from sending messages', 'Stop sending and look into the Instagram app for a notice.'),
	row(100, 2018008, 'input', 'Instagram could not fetch the attachment', ATTACHMENT),
	row(100, 2018014, 'input', 'A message and an action cannot be sent together', 'Send them with two operations.'),
	row(100, 2018047, 'input', 'The upload of the attachment failed', `${ATTACHMENT} The chosen type must fit the file.`),
	row(100, 2018074, 'input', 'The attachment ID is not valid', 'Use an attachment ID that this account uploaded in the last 90 days.'),
	row(100, 2018109, 'input', 'The attachment is too large', 'Images may have 8 MB; audio, video and PDF 25 MB.'),
	row(100, 2018294, 'input', 'The upload of the video took too long, or the video is damaged', 'Instagram allows 75 seconds for the download. Use a smaller file.'),
	row(100, 2018276, 'permission', 'The app may not use the Human Agent tag', 'Ask for the feature "Human Agent" in the app review of the Meta app.'),
	row(100, 2534013, 'permission', 'No Instagram account is linked', 'Reconnect the credential.'),
	row(100, 2534014, 'input', 'Instagram does not know the recipient', 'Recipient ID must be the Instagram-scoped ID (IGSID) from a message or comment to this account. Usernames are not accepted.'),
	row(100, 2534015, 'input', 'Instagram did not accept the message', 'Check the text (at most 1000 bytes), the number of elements and the button titles.'),
	row(100, 2534025, 'input', 'This comment cannot be answered privately', 'One private reply per comment is allowed, within 7 days, and only to comments on media of the connected account.'),
	row(100, 2534029, 'permission', 'The account has been blocked from sending messages through the API', 'Look into the Instagram app and the Meta app dashboard for a notice.'),
	row(100, 2534037, 'permission', 'Another app owns this conversation', 'Change the conversation routing of the account.'),
	row(200, 2018028, 'permission', 'The app is in development mode', 'Only people with a role in the Meta app can receive messages until the app is Live.'),
	row(200, 1545041, 'permission', 'The person is not available', 'The person has blocked the account or cannot receive messages.'),
	row(200, 2534041, 'permission', 'The account does not let apps use its messages', 'In the Instagram app: Settings > Messages and story replies > Message controls > Connected tools > Allow access to messages.'),
	row(508, 2534122, 'input', 'Instagram does not allow this link', 'Remove or change the link.'),
	row(551, undefined, 'permission', 'The person is not receiving messages from the account', 'The person has blocked the account or cannot receive messages.'),
	row(551, 1545041, 'permission', 'The person is not available', 'The person has blocked the account or cannot receive messages.'),
	row(9010, undefined, 'input', 'Instagram finds no matching user', 'The account of the person may not exist any more.'),
	row(9000001, undefined, 'input', 'The message cannot be read any more', 'It was deleted, or it is not among the 20 newest of its conversation.'),
	row(36103, undefined, 'permission', 'The account is not eligible for the messaging API yet', 'Creator accounts: run Conversation > Get Many once, then try again.'),
	row(2534001, undefined, 'input', 'The conversation was archived or deleted', 'It can go on when the person writes again.'),
	row(2534068, undefined, 'permission', 'The account cannot send several images in one message', 'Send one image per message.'),
	row(2018300, undefined, 'permission', 'Another app controls this conversation now', 'Change the conversation routing of the account.'),
	row(100, 2534001, 'input', 'The conversation was archived or deleted', 'It can go on when the person writes again.'),
	row(100, 2534068, 'permission', 'The account cannot send several images in one message', 'Send one image per message.'),
	row(100, 2018300, 'permission', 'Another app controls this conversation now', 'Change the conversation routing of the account.'),
];
