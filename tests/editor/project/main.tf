resource "aws_cloudwatch_event_rule" "stopped" {
  description = "😴 an instance was stopped"
  event_pattern = jsonencode({
    source        = ["aws.ec2"]
    "detail-type" = ["EC2 Instance State Change Notification"]
    "$or"         = [{ resources = [{ suffix = "😴" }], account = [111122223333] }, { region = ["eu-west-1"] }]
    detail        = { state = [{ exists = true }, "stopped"] }
  })
}
